module example.test/game

go 1.19

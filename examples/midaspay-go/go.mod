module example.test/midaspay

go 1.19

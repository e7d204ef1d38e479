package game_test

import (
	"net/http/httptest"
	"reflect"
	"testing"

	"example.test/game"
	"example.test/game/aghanimtest"
)

const (
	sku   = "CRS-82500"
	coins = 82500
)

// start gives the test a backend, and a game of the emulator of its own. All tests run in parallel.
func start(t *testing.T) (*game.Game, *aghanimtest.Game) {
	t.Helper()
	t.Parallel()
	backend := &game.Game{}
	server := httptest.NewServer(backend)
	t.Cleanup(server.Close)
	emulator := aghanimtest.New(t, server.URL)
	backend.APIURL, backend.Key, backend.Secret = emulator.APIURL, emulator.Key, emulator.Secret
	return backend, emulator
}

func order(t *testing.T, backend *game.Game, player string) string {
	t.Helper()
	id, err := backend.CreateOrder(player, sku)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func owns(t *testing.T, backend *game.Game, player string, want int) {
	t.Helper()
	if got := backend.Owned(player, sku); got != want {
		t.Errorf("%s owns %d, want %d", player, got, want)
	}
}

func TestGrantsWhatWasPaid(t *testing.T) {
	backend, emulator := start(t)
	id := order(t, backend, "luke")
	emulator.Pay(id)
	emulator.Settled()
	owns(t, backend, "luke", coins)
	want := []string{"order.created", "order.paid", "item.add 200"}
	if got := emulator.Timeline(id); !reflect.DeepEqual(got, want) {
		t.Errorf("the timeline is %v, want %v", got, want)
	}
}

func TestGrantsOnceWhenAnEventComesTwice(t *testing.T) {
	backend, emulator := start(t)
	emulator.Pay(order(t, backend, "luke"))
	again := emulator.Resend(emulator.Settled()[0].ID)
	if len(again[0].Attempts) != 2 {
		t.Errorf("there are %d attempts, want 2", len(again[0].Attempts))
	}
	owns(t, backend, "luke", coins)
}

func TestGrantsAfterTwoFailures(t *testing.T) {
	backend, emulator := start(t)
	backend.FailNext(2)
	id := order(t, backend, "luke")
	emulator.Pay(id)
	emulator.SendNow()
	owns(t, backend, "luke", coins)
	timeline := emulator.Timeline(id)
	if last := timeline[len(timeline)-1]; last != "item.add 500 500 200" {
		t.Errorf("the last entry is %q", last)
	}
}

func TestDeclinesABannedPlayerWhoGetsTheMoneyBack(t *testing.T) {
	backend, emulator := start(t)
	id := order(t, backend, "darth-maul")
	emulator.Pay(id)
	emulator.Settled()
	owns(t, backend, "darth-maul", 0)
	if status, err := backend.Status(id); status != "refunded" {
		t.Errorf("the order is %q (%v), want refunded", status, err)
	}
}

func TestTakesBackWhatWasRefunded(t *testing.T) {
	backend, emulator := start(t)
	id := order(t, backend, "luke")
	emulator.Pay(id)
	emulator.Settled()
	if err := backend.Refund(id); err != nil {
		t.Fatal(err)
	}
	emulator.Settled()
	owns(t, backend, "luke", 0)
}

func TestAnExpiredOrderCannotBePaid(t *testing.T) {
	backend, emulator := start(t)
	id := order(t, backend, "luke")
	emulator.Advance("25h")
	if status := emulator.PayStatus(id); status != 409 {
		t.Errorf("the payment answers %d, want 409", status)
	}
	owns(t, backend, "luke", 0)
}

func TestRefundsOnceWhenTheAnswerIsLost(t *testing.T) {
	backend, emulator := start(t)
	id := order(t, backend, "luke")
	emulator.Pay(id)
	emulator.Settled()
	emulator.Fault("POST /v1/orders/{order_id}/refund", "lost_after_commit")
	if err := backend.Refund(id); err != nil {
		t.Fatal(err)
	}
	emulator.Settled()
	owns(t, backend, "luke", 0)
	removals := 0
	for _, entry := range emulator.Timeline(id) {
		if entry == "item.remove 200" {
			removals++
		}
	}
	if removals != 1 {
		t.Errorf("the items were removed %d times", removals)
	}
}

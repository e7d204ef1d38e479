// Package aghanimtest gives each test a game of the emulator. Copy it into your project, and run the tests with an
// emulator: aghanim-emulator exec -- go test ./...
package aghanimtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"testing"
	"time"
)

// Game is a game of the emulator for one test. Its methods fail the test when the emulator refuses.
type Game struct {
	t *testing.T
	// URL is that of the emulator.
	URL string
	// APIURL, Key and Secret are for the code under test.
	APIURL, Key, Secret string

	id string
}

// Delivery is one event for one webhook.
type Delivery struct {
	ID       string            `json:"id"`
	Status   string            `json:"status"`
	Attempts []json.RawMessage `json:"attempts"`
}

// New creates a game whose webhooks go to the URL. It is deleted at the end of the test.
func New(t *testing.T, webhookURL string) *Game {
	t.Helper()
	url := os.Getenv("AGHANIM_EMULATOR_URL")
	if url == "" {
		url = "http://127.0.0.1:4242"
	}
	game := &Game{t: t, URL: url, APIURL: url + "/s2s/v1"}
	var created struct {
		ID     string `json:"game_id"`
		Key    string `json:"key"`
		Secret string `json:"webhook_secret"`
	}
	game.must("POST", "/games", map[string]any{"webhook": map[string]string{"url": webhookURL}}, &created)
	game.id, game.Key, game.Secret = created.ID, created.Key, created.Secret
	t.Cleanup(func() { game.must("DELETE", "/games/"+game.id, nil, nil) })
	return game
}

// Pay pays an order with a card that succeeds.
func (g *Game) Pay(order string) {
	g.t.Helper()
	g.must("POST", "/orders/"+order+"/pay", map[string]string{"card": "4242424242424242"}, nil)
}

// PayStatus pays an order and returns the HTTP status of the answer.
func (g *Game) PayStatus(order string) int {
	status, _ := g.call("POST", "/orders/"+order+"/pay", map[string]string{"card": "4242424242424242"}, nil)
	return status
}

// Settled waits until no webhook is pending.
func (g *Game) Settled() []Delivery {
	g.t.Helper()
	var list struct{ Data []Delivery }
	g.must("GET", "/deliveries?wait=settled&timeout_ms=30000", nil, &list)
	return list.Data
}

// SendNow sends what the retry schedule would send later, until no webhook is pending.
func (g *Game) SendNow() {
	g.t.Helper()
	g.must("POST", "/deliveries/run", map[string]string{"until": "settled"}, nil)
}

// Resend sends a delivery again and waits for the answer.
func (g *Game) Resend(id string) []Delivery {
	g.t.Helper()
	g.must("POST", "/deliveries/"+id+"/resend", nil, nil)
	return g.Settled()
}

// Advance moves the clock of the game: "25h".
func (g *Game) Advance(by string) {
	g.t.Helper()
	g.must("POST", "/clock/advance", map[string]string{"by": by}, nil)
}

// Fault declares how the next requests of an operation fail.
func (g *Game) Fault(operation string, answers ...any) {
	g.t.Helper()
	g.must("POST", "/faults", map[string]any{"operation": operation, "answers": answers}, nil)
}

// Timeline returns what happened to an order.
func (g *Game) Timeline(order string) []string {
	g.t.Helper()
	var read struct{ Timeline []string }
	g.must("GET", "/orders/"+order+"/timeline", nil, &read)
	return read.Timeline
}

func (g *Game) must(method, path string, body, result any) {
	g.t.Helper()
	if _, err := g.call(method, path, body, result); err != nil {
		g.t.Fatal(err)
	}
}

var client = &http.Client{Timeout: 2 * time.Minute}

func (g *Game) call(method, path string, body, result any) (int, error) {
	if body == nil {
		body = struct{}{}
	}
	text, err := json.Marshal(body)
	if err != nil {
		return 0, err
	}
	if method == "GET" || method == "DELETE" {
		text = nil
	}
	request, err := http.NewRequest(method, g.URL+"/_emulator"+path, bytes.NewReader(text))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Content-Type", "application/json")
	if password := os.Getenv("AGHANIM_PASSWORD"); password != "" {
		// --password protects the control API; the key is the user name.
		request.SetBasicAuth(g.Key, password)
	} else if g.Key != "" {
		request.Header.Set("Authorization", "Bearer "+g.Key)
	}
	response, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	if response.StatusCode >= 300 {
		var refused struct{ Detail any }
		_ = json.NewDecoder(response.Body).Decode(&refused)
		return response.StatusCode, fmt.Errorf("%s %s: %d %v", method, path, response.StatusCode, refused.Detail)
	}
	if result == nil {
		return response.StatusCode, nil
	}
	return response.StatusCode, json.NewDecoder(response.Body).Decode(result)
}

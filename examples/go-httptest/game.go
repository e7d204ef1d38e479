// Package game is a small game backend: it sells items through Aghanim, and grants them when a webhook says that they are
// paid.
package game

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Game is a game's backend. Its ServeHTTP is the webhook endpoint.
type Game struct {
	APIURL, Key, Secret string

	mu        sync.Mutex
	inventory map[string]map[string]int
	handled   map[string]answer
	failures  int
}

type answer struct {
	status int
	body   string
}

type event struct {
	Type string `json:"event_type"`
	Key  string `json:"idempotency_key"`
	Data struct {
		PlayerID string `json:"player_id"`
		Items    []struct {
			SKU      string `json:"sku"`
			Quantity int    `json:"quantity"`
		} `json:"items"`
	} `json:"event_data"`
}

// Owned returns how many of an item a player has.
func (g *Game) Owned(player, sku string) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.inventory[player][sku]
}

// FailNext makes the next webhooks find the database down.
func (g *Game) FailNext(count int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.failures = count
}

func (g *Game) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	given := answer{http.StatusUnauthorized, `{"status":"error","code":"invalid_signature","message":"Wrong signature."}`}
	if err == nil && isSigned(r.Header, raw, g.Secret) {
		given = g.handle(raw)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(given.status)
	io.WriteString(w, given.body)
}

// #region verify-signature

// tolerance is the greatest age of a signature.
const tolerance = 5 * time.Minute

// isSigned needs the bytes of the body as they were received, before any parsing.
func isSigned(header http.Header, raw []byte, secret string) bool {
	timestamp := header.Get("X-Aghanim-Signature-Timestamp")
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || time.Since(time.Unix(seconds, 0)).Abs() > tolerance {
		return false
	}
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "%s.%s", timestamp, raw)
	return hmac.Equal([]byte(hex.EncodeToString(mac.Sum(nil))), []byte(header.Get("X-Aghanim-Signature")))
}

// #endregion

func (g *Game) handle(raw []byte) answer {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.failures > 0 {
		g.failures--
		return answer{http.StatusInternalServerError, `{"status":"error","code":"database","message":"The database is down."}`}
	}
	var received event
	if err := json.Unmarshal(raw, &received); err != nil {
		return answer{http.StatusBadRequest, `{"status":"error","code":"invalid","message":"Not JSON."}`}
	}
	if known, ok := g.handled[received.Key]; ok {
		return known
	}
	if g.handled == nil {
		g.handled = map[string]answer{}
	}
	g.handled[received.Key] = g.apply(received)
	return g.handled[received.Key]
}

func (g *Game) apply(received event) answer {
	switch received.Type {
	case "item.add":
		if received.Data.PlayerID == "darth-maul" {
			return answer{http.StatusBadRequest, `{"status":"error","code":"declined","message":"This player is banned."}`}
		}
		g.change(received, 1)
	case "item.remove":
		g.change(received, -1)
	}
	return answer{http.StatusOK, `{"status":"ok"}`}
}

func (g *Game) change(received event, sign int) {
	if g.inventory == nil {
		g.inventory = map[string]map[string]int{}
	}
	player := received.Data.PlayerID
	if g.inventory[player] == nil {
		g.inventory[player] = map[string]int{}
	}
	for _, item := range received.Data.Items {
		g.inventory[player][item.SKU] += sign * item.Quantity
	}
}

// CreateOrder creates an order of one item and returns its id.
func (g *Game) CreateOrder(player, sku string) (string, error) {
	var created struct {
		ID string `json:"order_id"`
	}
	body := map[string]any{"player_id": player, "items": []map[string]string{{"sku": sku}}}
	_, err := g.call("POST", "/orders", body, &created)
	return created.ID, err
}

// Status returns the status of an order.
func (g *Game) Status(order string) (string, error) {
	var read struct {
		Status string `json:"status"`
	}
	_, err := g.call("GET", "/orders/"+order, nil, &read)
	return read.Status, err
}

// Refund refunds an order. The answer may be lost after the refund was made: the order tells whether it was.
func (g *Game) Refund(order string) error {
	for try := 0; try < 3; try++ {
		status, err := g.call("POST", "/orders/"+order+"/refund", map[string]string{"reason": "asked for"}, nil)
		if err == nil || status != 0 {
			return err
		}
		now, err := g.Status(order)
		if err == nil && (now == "refunded" || now == "refund_requested") {
			return nil
		}
	}
	return fmt.Errorf("order %s could not be refunded", order)
}

var client = &http.Client{Timeout: 10 * time.Second}

// call returns the status 0 when there was no answer.
func (g *Game) call(method, path string, body, result any) (int, error) {
	var sent io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return 0, err
		}
		sent = bytes.NewReader(text)
	}
	request, err := http.NewRequest(method, g.APIURL+path, sent)
	if err != nil {
		return 0, err
	}
	request.Header.Set("Authorization", "Bearer "+g.Key)
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	if response.StatusCode >= 300 {
		text, _ := io.ReadAll(response.Body)
		return response.StatusCode, fmt.Errorf("%s %s: %d %s", method, path, response.StatusCode, text)
	}
	if result == nil {
		return response.StatusCode, nil
	}
	return response.StatusCode, json.NewDecoder(response.Body).Decode(result)
}

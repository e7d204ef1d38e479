// A game server's handler of MidasPay notifications, with Go's standard library alone.
//
//	cd examples/midaspay-go && PORT=3000 go run .
package main

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"sync"
	"time"
)

// How old a signature may be.
const tolerance = 5 * time.Minute

type notification struct {
	Type  string `json:"notification_type"`
	Items []struct {
		SKU      string `json:"sku"`
		Quantity int32  `json:"quantity"`
	} `json:"items"`
	Order struct {
		ID string `json:"id"`
	} `json:"order"`
	User struct {
		ExternalID string `json:"external_id"`
	} `json:"user"`
}

type server struct {
	key    *rsa.PublicKey
	serial string
	mutex  sync.Mutex
	// A real server keeps this in its database: the order and the type identify a notification, there is no event id.
	handled map[string]bool
}

// newServer fetches the certificate; in production it is a file that MidasPay gave you.
func newServer(emulator string) (*server, error) {
	response, err := http.Get(emulator + "/_emulator/midaspay/certificate")
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var answer struct {
		Certificate string `json:"certificate"`
		Serial      string `json:"serial"`
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return nil, err
	}
	block, _ := pem.Decode([]byte(answer.Certificate))
	if block == nil {
		return nil, fmt.Errorf("the certificate is not PEM")
	}
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil, err
	}
	key, ok := certificate.PublicKey.(*rsa.PublicKey)
	if !ok {
		return nil, fmt.Errorf("the key of the certificate is not RSA")
	}
	return &server{key: key, serial: answer.Serial, handled: map[string]bool{}}, nil
}

func (s *server) isSigned(header http.Header, body []byte) bool {
	timestamp := header.Get("Txgw-Timestamp")
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	age := time.Since(time.Unix(seconds, 0))
	if err != nil || age > tolerance || age < -tolerance || header.Get("Txgw-Serial") != s.serial {
		return false
	}
	signature, err := base64.StdEncoding.DecodeString(header.Get("Txgw-Signature"))
	if err != nil {
		return false
	}
	// The last newline is part of the signed text.
	text := timestamp + "\n" + header.Get("Txgw-Nonce") + "\n" + string(body) + "\n"
	digest := sha256.Sum256([]byte(text))
	return rsa.VerifyPKCS1v15(s.key, crypto.SHA256, digest[:], signature) == nil
}

func (s *server) handle(n notification) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	id := n.Order.ID + " " + n.Type
	if s.handled[id] {
		return
	}
	s.handled[id] = true
	for _, item := range n.Items {
		switch n.Type {
		case "OrderPaid":
			fmt.Printf("grant %d × %s to %s\n", item.Quantity, item.SKU, n.User.ExternalID)
		case "OrderCancelled":
			fmt.Printf("take %d × %s from %s\n", item.Quantity, item.SKU, n.User.ExternalID)
		}
	}
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer := func(status int, processed bool) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"processed":%t}`, processed)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil || !s.isSigned(r.Header, body) {
		answer(http.StatusUnauthorized, false)
		return
	}
	var n notification
	if err := json.Unmarshal(body, &n); err != nil {
		answer(http.StatusBadRequest, false)
		return
	}
	s.handle(n)
	answer(http.StatusOK, true)
}

func setting(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

func main() {
	handler, err := newServer(setting("EMULATOR_URL", "http://localhost:4242"))
	if err != nil {
		log.Fatal(err)
	}
	port := setting("PORT", "3000")
	fmt.Printf("listening on %s\n", port)
	log.Fatal(http.ListenAndServe("127.0.0.1:"+port, handler))
}

// Command api is a small HTTP server: a start to be replaced by the real thing.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"
)

const app = "api"

// build names what is running: -ldflags "-X main.build=v1.2.3".
var build = "unknown"

// drainTimeout is shorter than what terminationGracePeriodSeconds leaves after preStop.
const drainTimeout = 20 * time.Second

func main() {
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stdout, nil)).With("app", app, "build", build))
	if err := run(); err != nil {
		slog.Error("stopped", "error", err)
		os.Exit(1)
	}
}

// run serves until SIGTERM, then lets requests that have begun end.
func run() error {
	delay, err := time.ParseDuration(env("SHUTDOWN_DELAY", "0s"))
	if err != nil {
		return err
	}
	stop, release := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer release()

	var stopping atomic.Bool
	server := &http.Server{
		Addr:              net.JoinHostPort(env("HOST", ""), env("PORT", "9090")),
		Handler:           routes(&stopping),
		ReadHeaderTimeout: 5 * time.Second,
		WriteTimeout:      drainTimeout,
		IdleTimeout:       time.Minute,
	}
	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()
	slog.Info("listening", "address", server.Addr)

	select {
	case err := <-failed:
		return err
	case <-stop.Done():
	}
	stopping.Store(true)
	slog.Info("stopping")
	// For platforms that keep sending requests until a readiness probe has failed. Kubernetes needs
	// no delay: its preStop action runs before SIGTERM.
	time.Sleep(delay)

	drained, cancel := context.WithTimeout(context.Background(), drainTimeout)
	defer cancel()
	if err := server.Shutdown(drained); err != nil {
		return errors.Join(errors.New("requests were still running"), err)
	}
	slog.Info("stopped")
	return nil
}

func routes(stopping *atomic.Bool) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		respond(w, http.StatusOK, map[string]any{"status": "ok"})
	})
	mux.HandleFunc("GET /ready", func(w http.ResponseWriter, _ *http.Request) {
		if stopping.Load() {
			respond(w, http.StatusServiceUnavailable, map[string]any{"status": "stopping"})
			return
		}
		respond(w, http.StatusOK, map[string]any{"status": "ready"})
	})
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		respond(w, http.StatusOK, answer(r.Context()))
	})
	return mux
}

func respond(w http.ResponseWriter, status int, body map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		slog.Warn("response not sent", "error", err)
	}
}

func env(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}

import { urlVariable } from "./base";
import type { AppImage } from "./model";

/** `main.go`: the life of the server, the same in every image. */
export function mainGo(image: AppImage): string {
    return String.raw`// Command ${image.name} is a small HTTP server: a start to be replaced by the real thing.
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

const app = "${image.name}"

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
		Addr:              net.JoinHostPort(env("HOST", ""), env("PORT", "${image.port}")),
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
	mux.HandleFunc("GET ${image.livenessPath}", func(w http.ResponseWriter, _ *http.Request) {
		respond(w, http.StatusOK, map[string]any{"status": "ok"})
	})
	mux.HandleFunc("GET ${image.readinessPath}", func(w http.ResponseWriter, _ *http.Request) {
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
`;
}

/** `answer.go` of an image that stands alone: who it is, and how often it has started. */
export function plainAnswerGo(): string {
    return String.raw`package main

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// answer is what / says.
func answer(context.Context) map[string]any {
	body := map[string]any{"app": app, "build": build}
	if starts > 0 {
		body["starts"] = starts
	}
	return body
}

// starts counts the starts of this application on its volume; 0 without one.
var starts = countStarts()

func countStarts() int {
	folder := os.Getenv("DATA_DIR")
	if folder == "" {
		return 0
	}
	count, err := countUp(filepath.Join(folder, "starts"))
	if err != nil {
		slog.Warn("starts not counted", "error", err)
	}
	return count
}

func countUp(path string) (int, error) {
	content, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, err
	}
	count := 0
	if len(content) > 0 {
		if count, err = strconv.Atoi(strings.TrimSpace(string(content))); err != nil {
			return 0, err
		}
	}
	count++
	return count, os.WriteFile(path, []byte(strconv.Itoa(count)+"\n"), 0o644)
}
`;
}

/** `answer.go` of an image that asks another one: it says what that one answered. */
export function askingAnswerGo(asked: string): string {
    const variable = urlVariable(asked);
    return String.raw`package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"
)

// client gives up soon: this page is worth more without ${asked} than late.
var client = &http.Client{Timeout: 2 * time.Second}

// answer is what / says; it says so without ${asked} too.
func answer(ctx context.Context) map[string]any {
	body := map[string]any{"app": app, "build": build}
	asked, err := ask(ctx, os.Getenv("${variable}"))
	if err != nil {
		body["${asked}"] = map[string]any{"error": err.Error()}
	} else {
		body["${asked}"] = asked
	}
	return body
}

func ask(ctx context.Context, url string) (map[string]any, error) {
	if url == "" {
		return nil, errors.New("${variable} is not set")
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answered %s", url, response.Status)
	}
	var body map[string]any
	err = json.NewDecoder(io.LimitReader(response.Body, 1<<20)).Decode(&body)
	return body, err
}
`;
}

package main

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

// client gives up soon: this page is worth more without backend than late.
var client = &http.Client{Timeout: 2 * time.Second}

// answer is what / says; it says so without backend too.
func answer(ctx context.Context) map[string]any {
	body := map[string]any{"app": app, "build": build}
	asked, err := ask(ctx, os.Getenv("BACKEND_URL"))
	if err != nil {
		body["backend"] = map[string]any{"error": err.Error()}
	} else {
		body["backend"] = asked
	}
	return body
}

func ask(ctx context.Context, url string) (map[string]any, error) {
	if url == "" {
		return nil, errors.New("BACKEND_URL is not set")
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

package main

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

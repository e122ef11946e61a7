// Volume-access opens new volumes to the users of pods: the controller manager's host path
// provisioner makes each volume a directory that only root may write to.
package main

import (
	"log"
	"os"
	"path/filepath"

	"github.com/fsnotify/fsnotify"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: volume-access DIRECTORY")
	}
	root := os.Args[1]
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		log.Fatal(err)
	}
	if err := watcher.Add(root); err != nil {
		log.Fatal(err)
	}
	// Volumes made before the watch began; one made in between is seen twice, which does no harm.
	volumes, err := filepath.Glob(filepath.Join(root, "*"))
	if err != nil {
		log.Fatal(err)
	}
	for _, volume := range volumes {
		open(volume)
	}
	log.Printf("watching %s", root)
	for {
		select {
		case event := <-watcher.Events:
			if event.Has(fsnotify.Create) {
				open(event.Name)
			}
		case err := <-watcher.Errors:
			log.Fatal(err)
		}
	}
}

func open(volume string) {
	if err := os.Chmod(volume, 0o777); err != nil {
		log.Printf("%s: %v", volume, err)
		return
	}
	log.Printf("%s: open", volume)
}

module argocd-image-drift/lab/pause

go 1.26.0

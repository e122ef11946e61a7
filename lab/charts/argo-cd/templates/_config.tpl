{{/* What depends on values in the ConfigMaps and the Secret: `<object name>.data`, as YAML. */}}

{{- define "argocd-cm.data" -}}
{{- $upstream := get (.Files.Get "objects/configmap-argocd-cm.yaml" | fromYaml) "data" -}}
{{- $preset := dict "url" (printf "https://%s" .Values.global.domain) -}}
{{- range $key, $value := mergeOverwrite $upstream $preset .Values.configs.cm }}
{{- if ne (toString $value) "" }}
{{ $key }}: {{ toString $value | quote }}
{{- end }}
{{- end }}
{{- end }}

{{- define "argocd-cmd-params-cm.data" -}}
{{- $preset := dict
    "repo.server" "argocd-repo-server:8081"
    "server.repo.server.strict.tls" "false"
    "redis.server" "argocd-redis:6379"
    "applicationsetcontroller.enable.leader.election" (gt (int .Values.applicationSet.replicas) 1)
-}}
{{- range $component := list "applicationsetcontroller" "commitserver" "controller" "dexserver" "notificationscontroller" "reposerver" "server" }}
{{- $_ := set $preset (printf "%s.log.format" $component) $.Values.global.logging.format }}
{{- $_ := set $preset (printf "%s.log.level" $component) $.Values.global.logging.level }}
{{- end }}
{{- range $key, $value := mergeOverwrite $preset .Values.configs.params }}
{{ $key }}: {{ toString $value | quote }}
{{- end }}
{{- end }}

{{- define "argocd-rbac-cm.data" -}}
{{- toYaml .Values.configs.rbac }}
{{- end }}

{{- define "argocd-ssh-known-hosts-cm.data" -}}
{{- $object := .Files.Get "objects/configmap-argocd-ssh-known-hosts-cm.yaml" | fromYaml -}}
{{- $public := regexReplaceAll "(?m)^#.*\n" (get $object.data "ssh_known_hosts") "" -}}
{{- toYaml (dict "ssh_known_hosts" (printf "%s%s" $public .Values.configs.ssh.extraHosts)) }}
{{- end }}

{{- define "argocd-tls-certs-cm.data" -}}
{{- with .Values.configs.tls.certificates }}{{ toYaml . }}{{ end }}
{{- end }}

{{/* Without a value there is no `data`: an empty one would wipe what argocd-server keeps there. */}}
{{- define "argocd-secret.data" -}}
{{- with .Values.configs.secret.githubSecret }}webhook.github.secret: {{ b64enc . }}{{ end }}
{{- end }}

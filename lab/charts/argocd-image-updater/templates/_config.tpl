{{/* What depends on values in the ConfigMaps: `<object name>.data`, as YAML. */}}

{{- define "argocd-image-updater-config.data" -}}
{{- with .Values.config.registries }}
registries.conf: {{ toYaml . | nindent 2 | printf "registries:%s\n" | quote }}
{{- end }}
{{- range $key, $value := omit .Values.config "registries" }}
{{ $key }}: {{ toString $value | quote }}
{{- end }}
{{- end }}

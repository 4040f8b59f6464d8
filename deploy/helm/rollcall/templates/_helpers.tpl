{{- define "rollcall.name" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{ .Release.Name | trunc 52 | trimSuffix "-" }}
{{- else -}}
{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 52 | trimSuffix "-" }}
{{- end -}}
{{- end -}}

{{- define "rollcall.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "rollcall.labels" -}}
{{ include "rollcall.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "rollcall.image" -}}
{{ .Values.image.repository }}:{{ default .Chart.AppVersion .Values.image.tag }}
{{- end -}}

{{- define "rollcall.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- /* What the service and the commands share: variables, secrets and a container that changes nothing but its data. */ -}}
{{- define "rollcall.container" -}}
image: {{ include "rollcall.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
env:
  - { name: PUBLIC_URL, value: {{ .Values.publicUrl | quote }} }
  - { name: TRUSTED_PROXIES, value: {{ .Values.trustedProxies | quote }} }
  - { name: MAIL_FROM, value: {{ .Values.mailFrom | quote }} }
  - { name: MONGODB_URI_FILE, value: /run/secrets/rollcall/mongodb-uri }
  - { name: TOKEN_PEPPER_FILE, value: /run/secrets/rollcall/token-pepper }
  - { name: CURSOR_SECRET_FILE, value: /run/secrets/rollcall/cursor-secret }
  - { name: AUDIT_SECRET_FILE, value: /run/secrets/rollcall/audit-secret }
  - { name: SAML_SECRET_FILE, value: /run/secrets/rollcall/saml-secret }
  - { name: SMTP_URL_FILE, value: /run/secrets/rollcall/smtp-url }
  {{- with .Values.metricsPort }}
  - { name: METRICS_PORT, value: {{ . | quote }} }
  {{- end }}
  {{- range $name, $value := .Values.environment }}
  - { name: {{ $name }}, value: {{ $value | quote }} }
  {{- end }}
volumeMounts:
  - { name: secrets, mountPath: /run/secrets/rollcall, readOnly: true }
  - { name: data, mountPath: /data }
  - { name: tmp, mountPath: /tmp }
{{- end -}}

{{- define "rollcall.volumes" -}}
- name: secrets
  secret: { secretName: {{ .Values.existingSecret | quote }}, defaultMode: 0440 }
- name: data
  emptyDir: {}
- name: tmp
  emptyDir: {}
{{- end -}}

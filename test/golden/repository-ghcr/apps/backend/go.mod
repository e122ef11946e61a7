module letsgo-app/backend

go 1.22

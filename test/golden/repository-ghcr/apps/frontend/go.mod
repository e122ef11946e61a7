module letsgo-app/frontend

go 1.22

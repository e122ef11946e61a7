module shop/page-renderer

go 1.22

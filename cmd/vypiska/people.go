package main

import (
	"crypto/rand"
	"fmt"
	"os"
	"strings"
	"time"

	"vypiska/internal/account"
	"vypiska/internal/app"
	"vypiska/internal/config"
	"vypiska/internal/mail"
)

// openPeople opens the accounts with the key of their one-time codes.
func openPeople(h *app.House, now func() time.Time) (*account.Service, error) {
	key, err := h.CodeKey()
	if err != nil {
		return nil, err
	}
	people := account.New(h.DB, h.Log, now, rand.Reader)
	people.KeepCodes(key)
	return people, nil
}

// openPost opens the way to the mail server; nil where the settings name none.
func openPost(c config.SMTP) (app.Post, error) {
	if c.Server == "" {
		return nil, nil
	}
	s := mail.Server{Address: c.Server, Security: c.Security, From: c.From, User: c.User}
	if c.PasswordFile != "" {
		text, err := os.ReadFile(c.PasswordFile)
		if err != nil {
			return nil, fmt.Errorf("smtp.password_file: %w", err)
		}
		s.Password = strings.TrimSpace(string(text))
	}
	return mail.New(s)
}

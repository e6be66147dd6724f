package storage

import "testing"

func TestAPolicyThatOpensABucketToEverybody(t *testing.T) {
	for _, c := range []struct {
		name, policy string
		opens        bool
	}{
		{"none", ``, false},
		{"for one user", `{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::1:user/v"},"Action":"s3:*"}]}`, false},
		{"that forbids everybody", `{"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}`, false},
		{"for everybody", `{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject"}]}`, true},
		{"for everybody, in a list", `{"Statement":[{"Effect":"Allow","Principal":{"AWS":["arn:x","*"]},"Action":"s3:GetObject"}]}`, true},
		{"one statement without a list", `{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject"}}`, true},
		{"the second statement", `{"Statement":[{"Effect":"Deny","Principal":"*"},{"Effect":"Allow","Principal":"*"}]}`, true},
		{"for all but one", `{"Statement":[{"Effect":"Allow","NotPrincipal":{"AWS":"arn:x"},"Action":"s3:*"}]}`, true},
		{"for everybody from an address", `{"Statement":[{"Effect":"Allow","Principal":"*","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}]}`, true},
		{"that nobody can read", `{"Statement":"x"}`, true},
		{"that is no JSON", `nonsense`, true},
	} {
		if got := opens(c.policy); got != c.opens {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

package deidentify
import ("testing";"os";"bytes";"context";"io")
func BenchmarkZZ(b *testing.B){ raw,_:=os.ReadFile("/tmp/deid/big.jsonl"); b.SetBytes(4815320); for b.Loop(){ if err:=Lines(context.Background(),bytes.NewReader(raw),io.Discard,Strict);err!=nil{b.Fatal(err)}}}

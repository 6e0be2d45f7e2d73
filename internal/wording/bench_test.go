package wording_test

import (
	"testing"

	"duban/internal/wording"
)

func BenchmarkRender(b *testing.B) {
	facts := wording.Sample(wording.Digest, wording.Chinese)
	for name, t := range map[string]wording.Template{"default": {}, "own": wording.Default(wording.Digest, wording.Chinese)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := wording.Render(wording.Digest, wording.Chinese, t, facts); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

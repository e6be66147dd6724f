package pdftext

import (
	"strconv"
	"strings"
	"sync"
	"unicode/utf16"
)

// glyphText turns a glyph's name into text by the rules of the Adobe Glyph
// List specification: names of the list, uniXXXX, uXXXX to uXXXXXX, parts
// joined by underscores, and whatever follows a point left out.
func glyphText(name string) (string, bool) {
	name, _, _ = strings.Cut(name, ".")
	if name == "" {
		return "", false
	}
	var b strings.Builder
	for _, part := range strings.Split(name, "_") {
		s, ok := glyphPart(part)
		if !ok {
			return "", false
		}
		b.WriteString(s)
	}
	return b.String(), true
}

func glyphPart(part string) (string, bool) {
	if len(part) == 1 && (part[0] >= 'A' && part[0] <= 'Z' || part[0] >= 'a' && part[0] <= 'z') {
		return part, true
	}
	if r, ok := glyphNames()[part]; ok {
		return string(r), true
	}
	if digits, ok := strings.CutPrefix(part, "uni"); ok && len(digits) >= 4 && len(digits) <= 4*maxLigature && len(digits)%4 == 0 {
		var units []uint16
		for ; len(digits) > 0; digits = digits[4:] {
			n, err := strconv.ParseUint(digits[:4], 16, 16)
			if err != nil || utf16.IsSurrogate(rune(n)) {
				return "", false
			}
			units = append(units, uint16(n))
		}
		return string(utf16.Decode(units)), true
	}
	if digits, ok := strings.CutPrefix(part, "u"); ok && len(digits) >= 4 && len(digits) <= 6 {
		n, err := strconv.ParseUint(digits, 16, 32)
		if err == nil && n <= 0x10ffff && !utf16.IsSurrogate(rune(n)) {
			return string(rune(n)), true
		}
	}
	return "", false
}

var glyphNames = sync.OnceValue(func() map[string]rune {
	m := make(map[string]rune, 512)
	for _, f := range strings.Fields(glyphList) {
		name, code, _ := strings.Cut(f, "=")
		n, err := strconv.ParseUint(code, 16, 32)
		if err != nil {
			panic("glyph list: " + f) // a constant; a test reads it whole
		}
		m[name] = rune(n)
	}
	return m
})

// glyphList has the names in use for Latin, Greek and Cyrillic fonts and for
// punctuation, with their code points. Letters of ASCII are their own names.
const glyphList = `
space=0020 exclam=0021 quotedbl=0022 numbersign=0023 dollar=0024 percent=0025 ampersand=0026 quotesingle=0027
parenleft=0028 parenright=0029 asterisk=002A plus=002B comma=002C hyphen=002D period=002E slash=002F zero=0030
one=0031 two=0032 three=0033 four=0034 five=0035 six=0036 seven=0037 eight=0038 nine=0039 colon=003A
semicolon=003B less=003C equal=003D greater=003E question=003F at=0040 bracketleft=005B backslash=005C
bracketright=005D asciicircum=005E underscore=005F grave=0060 braceleft=007B bar=007C braceright=007D
asciitilde=007E nbspace=00A0 nonbreakingspace=00A0 exclamdown=00A1 cent=00A2 sterling=00A3 currency=00A4
yen=00A5 brokenbar=00A6 section=00A7 dieresis=00A8 copyright=00A9 ordfeminine=00AA guillemotleft=00AB
logicalnot=00AC sfthyphen=00AD softhyphen=00AD registered=00AE macron=00AF overscore=00AF degree=00B0
plusminus=00B1 twosuperior=00B2 threesuperior=00B3 acute=00B4 mu=00B5 paragraph=00B6 middot=00B7
periodcentered=00B7 cedilla=00B8 onesuperior=00B9 ordmasculine=00BA guillemotright=00BB onequarter=00BC
onehalf=00BD threequarters=00BE questiondown=00BF Agrave=00C0 Aacute=00C1 Acircumflex=00C2 Atilde=00C3
Adieresis=00C4 Aring=00C5 AE=00C6 Ccedilla=00C7 Egrave=00C8 Eacute=00C9 Ecircumflex=00CA Edieresis=00CB
Igrave=00CC Iacute=00CD Icircumflex=00CE Idieresis=00CF Eth=00D0 Ntilde=00D1 Ograve=00D2 Oacute=00D3
Ocircumflex=00D4 Otilde=00D5 Odieresis=00D6 multiply=00D7 Oslash=00D8 Ugrave=00D9 Uacute=00DA Ucircumflex=00DB
Udieresis=00DC Yacute=00DD Thorn=00DE germandbls=00DF agrave=00E0 aacute=00E1 acircumflex=00E2 atilde=00E3
adieresis=00E4 aring=00E5 ae=00E6 ccedilla=00E7 egrave=00E8 eacute=00E9 ecircumflex=00EA edieresis=00EB
igrave=00EC iacute=00ED icircumflex=00EE idieresis=00EF eth=00F0 ntilde=00F1 ograve=00F2 oacute=00F3
ocircumflex=00F4 otilde=00F5 odieresis=00F6 divide=00F7 oslash=00F8 ugrave=00F9 uacute=00FA ucircumflex=00FB
udieresis=00FC yacute=00FD thorn=00FE ydieresis=00FF Amacron=0100 amacron=0101 Abreve=0102 abreve=0103
Aogonek=0104 aogonek=0105 Cacute=0106 cacute=0107 Ccaron=010C ccaron=010D Dcaron=010E dcaron=010F Dcroat=0110
dcroat=0111 Emacron=0112 emacron=0113 Edotaccent=0116 edotaccent=0117 Eogonek=0118 eogonek=0119 Ecaron=011A
ecaron=011B Gbreve=011E gbreve=011F Gcommaaccent=0122 gcommaaccent=0123 Hbar=0126 hbar=0127 Itilde=0128
itilde=0129 Imacron=012A imacron=012B Iogonek=012E iogonek=012F Idotaccent=0130 dotlessi=0131 IJ=0132 ij=0133
Kcommaaccent=0136 kcommaaccent=0137 kgreenlandic=0138 Lacute=0139 lacute=013A Lcommaaccent=013B
lcommaaccent=013C Lcaron=013D lcaron=013E Ldot=013F ldot=0140 Lslash=0141 lslash=0142 Nacute=0143 nacute=0144
Ncommaaccent=0145 ncommaaccent=0146 Ncaron=0147 ncaron=0148 napostrophe=0149 Eng=014A eng=014B Omacron=014C
omacron=014D Ohungarumlaut=0150 ohungarumlaut=0151 OE=0152 oe=0153 Racute=0154 racute=0155 Rcommaaccent=0156
rcommaaccent=0157 Rcaron=0158 rcaron=0159 Sacute=015A sacute=015B Scircumflex=015C Scedilla=015E scedilla=015F
Scaron=0160 scaron=0161 Tcommaaccent=0162 tcommaaccent=0163 Tcaron=0164 tcaron=0165 Tbar=0166 tbar=0167
Utilde=0168 utilde=0169 Umacron=016A umacron=016B Uring=016E uring=016F Uhungarumlaut=0170 uhungarumlaut=0171
Uogonek=0172 uogonek=0173 Ydieresis=0178 Zacute=0179 zacute=017A Zdot=017B Zdotaccent=017B zdot=017C
zdotaccent=017C Zcaron=017D zcaron=017E longs=017F florin=0192 Ohorn=01A0 ohorn=01A1 Uhorn=01AF uhorn=01B0
Scommaaccent=0218 scommaaccent=0219 dotlessj=0237 circumflex=02C6 caron=02C7 breve=02D8 dotaccent=02D9 ring=02DA
ogonek=02DB tilde=02DC hungarumlaut=02DD gravecomb=0300 acutecomb=0301 tildecomb=0303 hookabovecomb=0309
dotbelowcomb=0323 tonos=0384 dieresistonos=0385 Alphatonos=0386 Epsilontonos=0388 Etatonos=0389 Iotatonos=038A
Omicrontonos=038C Upsilontonos=038E Omegatonos=038F iotadieresistonos=0390 Alpha=0391 Beta=0392 Gamma=0393
Delta=0394 Epsilon=0395 Zeta=0396 Eta=0397 Theta=0398 Iota=0399 Kappa=039A Lambda=039B Mu=039C Nu=039D Xi=039E
Omicron=039F Pi=03A0 Rho=03A1 Sigma=03A3 Tau=03A4 Upsilon=03A5 Phi=03A6 Chi=03A7 Psi=03A8 Omega=03A9
Iotadieresis=03AA Upsilondieresis=03AB alphatonos=03AC epsilontonos=03AD etatonos=03AE iotatonos=03AF
upsilondieresistonos=03B0 alpha=03B1 beta=03B2 gamma=03B3 delta=03B4 epsilon=03B5 zeta=03B6 eta=03B7 theta=03B8
iota=03B9 kappa=03BA lambda=03BB nu=03BD xi=03BE omicron=03BF pi=03C0 rho=03C1 sigma1=03C2 sigma=03C3 tau=03C4
upsilon=03C5 phi=03C6 chi=03C7 psi=03C8 omega=03C9 iotadieresis=03CA upsilondieresis=03CB omicrontonos=03CC
upsilontonos=03CD omegatonos=03CE afii10023=0401 afii10051=0402 afii10052=0403 afii10053=0404 afii10054=0405
afii10055=0406 afii10056=0407 afii10057=0408 afii10058=0409 afii10059=040A afii10060=040B afii10061=040C
afii10062=040E afii10145=040F afii10017=0410 afii10018=0411 afii10019=0412 afii10020=0413 afii10021=0414
afii10022=0415 afii10024=0416 afii10025=0417 afii10026=0418 afii10027=0419 afii10028=041A afii10029=041B
afii10030=041C afii10031=041D afii10032=041E afii10033=041F afii10034=0420 afii10035=0421 afii10036=0422
afii10037=0423 afii10038=0424 afii10039=0425 afii10040=0426 afii10041=0427 afii10042=0428 afii10043=0429
afii10044=042A afii10045=042B afii10046=042C afii10047=042D afii10048=042E afii10049=042F afii10065=0430
afii10066=0431 afii10067=0432 afii10068=0433 afii10069=0434 afii10070=0435 afii10072=0436 afii10073=0437
afii10074=0438 afii10075=0439 afii10076=043A afii10077=043B afii10078=043C afii10079=043D afii10080=043E
afii10081=043F afii10082=0440 afii10083=0441 afii10084=0442 afii10085=0443 afii10086=0444 afii10087=0445
afii10088=0446 afii10089=0447 afii10090=0448 afii10091=0449 afii10092=044A afii10093=044B afii10094=044C
afii10095=044D afii10096=044E afii10097=044F afii10071=0451 afii10099=0452 afii10100=0453 afii10101=0454
afii10102=0455 afii10103=0456 afii10104=0457 afii10105=0458 afii10106=0459 afii10107=045A afii10108=045B
afii10109=045C afii10110=045E afii10193=045F afii10050=0490 afii10098=0491 gereshhebrew=05F3
gershayimhebrew=05F4 endash=2013 emdash=2014 afii00208=2015 quoteleft=2018 quoteright=2019 quotesinglbase=201A
quotedblleft=201C quotedblright=201D quotedblbase=201E dagger=2020 daggerdbl=2021 bullet=2022 ellipsis=2026
perthousand=2030 minute=2032 second=2033 guilsinglleft=2039 guilsinglright=203A fraction=2044 zerosuperior=2070
foursuperior=2074 fivesuperior=2075 sixsuperior=2076 sevensuperior=2077 eightsuperior=2078 ninesuperior=2079
twoinferior=2082 dong=20AB Euro=20AC afii61352=2116 trademark=2122 estimated=212E arrowleft=2190 arrowup=2191
arrowright=2192 arrowdown=2193 arrowboth=2194 partialdiff=2202 product=220F summation=2211 minus=2212
radical=221A infinity=221E integral=222B approxequal=2248 notequal=2260 lessequal=2264 greaterequal=2265
integraltp=2320 integralbt=2321 upblock=2580 dnblock=2584 lfblock=258C rtblock=2590 ltshade=2591 shade=2592
dkshade=2593 filledbox=25A0 H22073=25A1 H18533=25AA lozenge=25CA circle=25CB checkmark=2713 ff=FB00 fi=FB01
fl=FB02 ffi=FB03 ffl=FB04
`

import eu.europa.esig.dss.enumerations.SubIndication;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.io.File;
import java.util.List;
import java.util.stream.Stream;

/**
 * Judges files by EU DSS, asking nobody: TRUST CONTENT FILE... prints FILE, FORMAT, INDICATION and SUB-INDICATION a line.
 * Files of B-B, B-T, PKCS7-B and PKCS7-T are judged with the lists of revoked certificates in TRUST, the others by what they hold.
 */
class Judge {
    private final File trust;
    private final File content;

    Judge(File trust, File content) {
        this.trust = trust;
        this.content = content;
    }

    public static void main(String[] args) throws Exception {
        var judge = new Judge(new File(args[0]), new File(args[1]));
        for (var name : List.of(args).subList(2, args.length)) {
            System.out.println(judge.said(new File(name)));
        }
    }

    private String said(File file) {
        try {
            var validator = SignedDocumentValidator.fromDocument(new FileDocument(file));
            validator.setCertificateVerifier(verifier(file.getName().matches(".*\\.(B|PKCS7)-[BT]\\..*")));
            if (file.getName().endsWith(".p7s")) {
                validator.setDetachedContents(List.of(new FileDocument(content)));
            }
            return file.getName() + "\t" + said(validator.validateDocument().getSimpleReport());
        } catch (RuntimeException e) {
            return file.getName() + "\tnothing\t" + e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }

    private CommonCertificateVerifier verifier(boolean lists) {
        var roots = new CommonTrustedCertificateSource();
        roots.addCertificate(DSSUtils.loadCertificate(new File(trust, "roots.pem")));
        var verifier = new CommonCertificateVerifier();
        verifier.setTrustedCertSources(roots);
        if (lists) {
            var files = Stream.of("root", "issuing", "stamping").map(n -> new FileDocument(new File(trust, n + ".crl")));
            verifier.setCrlSource(new ExternalResourcesCRLSource(files.toArray(FileDocument[]::new)));
        }
        return verifier;
    }

    private static String said(SimpleReport report) {
        if (report.getSignatureIdList().size() != 1) {
            return "nothing\t" + report.getSignatureIdList().size() + " signatures";
        }
        String id = report.getFirstSignatureId();
        SubIndication why = report.getSubIndication(id);
        return report.getSignatureFormat(id) + "\t" + report.getIndication(id) + (why == null ? "" : "\t" + why);
    }
}

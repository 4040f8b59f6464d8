const { readFileSync } = require('node:fs');

const secret = (name) => readFileSync(`/run/secrets/${name}`, 'utf8').trim();
const admin = db.getSiblingDB('admin');

function isMade() {
  try {
    admin.auth('root', secret('mongo_root_password'));
    return true;
  } catch {
    return false;
  }
}

if (!isMade()) {
  const members = ['mongo1', 'mongo2', 'mongo3'].map((host, _id) => ({ _id, host: `${host}:27017` }));
  rs.initiate({ _id: 'rs0', members });
  while (!db.hello().isWritablePrimary) sleep(500);
  admin.createUser({ user: 'root', pwd: secret('mongo_root_password'), roles: ['root'] });
  admin.auth('root', secret('mongo_root_password'));
  db.getSiblingDB('rollcall').createUser({
    user: 'rollcall',
    pwd: secret('mongo_password'),
    roles: [{ role: 'readWrite', db: 'rollcall' }],
  });
}

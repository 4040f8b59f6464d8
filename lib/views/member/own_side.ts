import type { Side } from '../layout/document.tsx';

/** The pages of the person who is signed in. */
export function ownSide(current: string): Side {
  return {
    label: 'Pages of your account',
    current,
    sections: [
      { to: '/groups', title: 'Your groups' },
      { to: '/profile', title: 'Profile', under: 'Your account' },
      { to: '/profile/password', title: 'Password' },
      { to: '/profile/tokens', title: 'Access tokens' },
    ],
  };
}

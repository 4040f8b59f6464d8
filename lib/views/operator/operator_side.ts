import type { Side } from '../layout/document.tsx';

/** The pages of the operator. */
export function operatorSide(current: string): Side {
  return {
    label: "The operator's pages",
    current,
    sections: [
      { to: '/operator', title: 'Groups', under: 'Operator' },
      { to: '/operator/accounts', title: 'Accounts' },
      { to: '/operator/webhooks', title: 'Webhooks' },
      { to: '/operator/health', title: 'Health' },
    ],
  };
}

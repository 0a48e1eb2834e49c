/** There is no service to ask. */
export class NotConnected extends Error {
  readonly fix = 'Connect with the command "Waybill: Connect to Service…", or start `waybill serve` in this workspace.';

  constructor() {
    super('There is no connection to a service.');
    this.name = 'NotConnected';
  }
}

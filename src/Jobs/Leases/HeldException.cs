namespace Angioboard.Jobs.Leases;

/// <summary>Another process has the run's folder or the device.</summary>
public sealed class HeldException(string message) : Exception(message);

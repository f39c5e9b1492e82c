namespace Angioboard.Jobs.Leases;

/// <summary>A run's folder or a device is another's now.</summary>
public sealed class HeldException(string message) : Exception(message);

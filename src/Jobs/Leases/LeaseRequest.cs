namespace Angioboard.Jobs.Leases;

/// <summary>Who wants which device.</summary>
/// <param name="DataFolder">The machine's shared data folder.</param>
/// <param name="Device"><c>cpu</c> or the GPU's UUID.</param>
/// <param name="RunFolder">The run's folder, or the one in which it will be created.</param>
/// <param name="User">Who runs it.</param>
/// <param name="IgnoreReservation">For a trainer of the dashboard, whose queue has already checked reservations.</param>
public sealed record LeaseRequest(string DataFolder, string Device, string RunFolder, string User, bool IgnoreReservation = false);

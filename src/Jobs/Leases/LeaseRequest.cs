namespace Angioboard.Jobs.Leases;

/// <summary>Who wants which device.</summary>
/// <param name="DataFolder">The data folder that the box shares.</param>
/// <param name="Device"><c>cpu</c> or the GPU's UUID.</param>
/// <param name="RunFolder">The run's folder, or the one that will receive it.</param>
/// <param name="User">Who runs it.</param>
/// <param name="IgnoreReservation">For a trainer of the dashboard's, whose queue has looked at reservations already.</param>
public sealed record LeaseRequest(string DataFolder, string Device, string RunFolder, string User, bool IgnoreReservation = false);

using Angioboard.Core.Models.Hub;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Machine;

namespace Angioboard.Jobs.Queue;

/// <summary>What the queue needs from the program that starts it.</summary>
public sealed record QueueSetup
{
    /// <summary>The devices of this machine that runs can use, as last seen.</summary>
    public required Func<IReadOnlyList<DeviceState>> Devices { get; init; }

    /// <summary>The partitions of the Slurm cluster that runs can use.</summary>
    public Func<IReadOnlyList<DeviceState>> Partitions { get; init; } = () => [];

    /// <summary>All devices that a run may name: of this machine and of the cluster.</summary>
    public IReadOnlyList<DeviceState> AllDevices() => [.. Devices(), .. Partitions()];

    /// <summary>Where to post notices about an owner's runs; null for nowhere.</summary>
    public Func<string, Uri?> Webhook { get; init; } = _ => null;

    /// <summary>How long a run of these settings takes; null if unknown. Only used when no earlier run had the same settings.</summary>
    public Func<Core.Settings.RunSettings, TimeSpan?> Estimate { get; init; } = _ => null;

    /// <summary>The <c>angioboard</c> executable that trainers are started from.</summary>
    public string Executable { get; init; } =
        Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "angioboard.exe" : "angioboard");

    /// <summary>Environment variables that trainers get in addition to those they are known to need.</summary>
    public IReadOnlyList<string> TrainerVariables { get; init; } = [];

    /// <summary>How long a trainer that was asked to stop may take to save its state before it is killed.</summary>
    public TimeSpan KillAfter { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>
    /// How long to wait before a trainer that was ended by a signal from outside is started again: what ends all processes also ends the
    /// dashboard.
    /// </summary>
    public TimeSpan RestartAfter { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How many processes the system has killed so far because memory ran out; null if the system does not say.</summary>
    public Func<long?> OutOfMemoryKills { get; init; } = MemoryKills.Count;

    /// <summary>Called when something changed about what may start on a device, so that <see cref="Devices"/> is updated at once.</summary>
    public Action DevicesChanged { get; init; } = () => { };

    /// <summary>How often logs, processes and devices are checked.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Where trainers find pretrained weights.</summary>
    public Func<HubSettings> Hub { get; init; } = HubSettings.FromEnvironment;

    /// <summary>Free bytes on the disk of a folder.</summary>
    public Func<string, long> FreeBytes { get; init; } = folder => new DriveInfo(folder).AvailableFreeSpace;
}

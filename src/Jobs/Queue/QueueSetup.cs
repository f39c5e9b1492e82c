using Angioboard.Core.Settings;
using Angioboard.Jobs.Machine;

namespace Angioboard.Jobs.Queue;

/// <summary>What the queue is told by whoever starts it.</summary>
public sealed record QueueSetup
{
    /// <summary>The devices that runs can use, as they were when last looked at.</summary>
    public required Func<IReadOnlyList<DeviceState>> Devices { get; init; }

    /// <summary>Where to post news of an owner's runs; null for nowhere.</summary>
    public Func<string, Uri?> Webhook { get; init; } = _ => null;

    /// <summary>Makes a link that signs in once; null where nobody signs in.</summary>
    public Func<string>? SignInLink { get; init; }

    /// <summary>How long a run of these settings takes; null while nobody knows. Runs of the same settings before are asked first.</summary>
    public Func<Core.Settings.RunSettings, TimeSpan?> Estimate { get; init; } = _ => null;

    /// <summary>The <c>angioboard</c> executable that trainers are started from.</summary>
    public string Executable { get; init; } = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "angioboard.exe" : "angioboard");

    /// <summary>Environment variables that trainers get beside those they are known to need.</summary>
    public IReadOnlyList<string> TrainerVariables { get; init; } = [];

    /// <summary>How long a trainer that was asked to stop may take to save its state before it is killed.</summary>
    public TimeSpan KillAfter { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long to wait with a trainer that takes the place of one that a signal from outside ended: whoever ends all processes ends the dashboard too.</summary>
    public TimeSpan RestartAfter { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How many processes the system has ended so far because memory ran out; null where it does not tell.</summary>
    public Func<long?> OutOfMemoryKills { get; init; } = MemoryKills.Count;

    /// <summary>Told when what may start on a device has changed, so that <see cref="Devices"/> knows at once.</summary>
    public Action DevicesChanged { get; init; } = () => { };

    /// <summary>How often logs, processes and devices are looked at.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Free bytes of the disk that holds a folder.</summary>
    public Func<string, long> FreeBytes { get; init; } = folder => new DriveInfo(folder).AvailableFreeSpace;
}

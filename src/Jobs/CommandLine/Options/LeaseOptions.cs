using System.CommandLine;
using Angioboard.Core;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.CommandLine.Options;

/// <summary>How a verb that computes takes its device.</summary>
/// <param name="Device">The lease asked for; null for the one of the device in the settings.</param>
/// <param name="NoWait">Fail instead of waiting for it.</param>
/// <param name="User">Who runs it.</param>
internal sealed record LeaseChoice(string? Device, bool NoWait, string User)
{
    /// <summary>Whether it is a partition of Slurm, in a job of which this process runs.</summary>
    public bool IsSlurm => Device is { } device && DeviceSetting.Partition(device) is not null;

    /// <summary>How long to wait for the folder of a run.</summary>
    public TimeSpan Patience => IsSlurm ? RunLock.AcrossMachines : RunLock.Briefly;

    /// <summary>The choice without any option.</summary>
    public static LeaseChoice Default { get; } = new(null, false, Environment.UserName);
}

/// <summary>--device-lease, --no-wait and --owner.</summary>
internal sealed class LeaseOptions
{
    private readonly Option<string?> device =
        new("--device-lease") { Description =
            "Device to take for this run alone: cpu or a GPU's UUID, or slurm:PARTITION in a job of Slurm (default: the one that the "
                + "settings name)" };
    private readonly Option<bool> noWait =
        new("--no-wait") { Description = "End with exit code 75, instead of waiting, if another run holds the device" };
    private readonly Option<string?> owner = new("--owner") { Description = "Who runs it, as others see it (default: you)" };

    public LeaseOptions(Command command)
    {
        command.Options.Add(device);
        command.Options.Add(noWait);
        command.Options.Add(owner);
    }

    /// <exception cref="InputException">It names a partition of Slurm, and this process is no job of Slurm.</exception>
    public LeaseChoice Read(ParseResult parsed)
    {
        LeaseChoice choice =
            new(parsed.GetValue(device), parsed.GetValue(noWait), parsed.GetValue(owner) ?? LeaseChoice.Default.User);
        return choice.IsSlurm && TrainerFile.CurrentJob is null
            ? throw new InputException($"device-lease: {choice.Device}: this is no job of Slurm; the dashboard starts those")
            : choice;
    }
}

using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Devices;
using Angioboard.Core.Experiments;
using Angioboard.Core.Native;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.CommandLine.Options;
using Angioboard.Jobs.CommandLine.Verbs;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.CommandLine;

/// <summary>A run in an existing Train_N: what the dashboard starts, and `resume`.</summary>
internal static class FolderRun
{
    /// <summary>
    /// Runs it, and shows how it ended. <paramref name="places"/>: where its data is now, if not where its settings.json says. <paramref
    /// name="prepare"/>: what to do with the folder once its data is found.
    /// </summary>
    public static async Task<int> RunAsync(
        string path, IReadOnlyList<JsonObject> places, bool evaluate, LeaseChoice choice, CancellationToken cancellation,
        Action<RunFolder>? prepare = null) =>
        ExperimentVerb.Conclude(await ResultAsync(path, places, evaluate, choice, cancellation, prepare));

    /// <summary>
    /// The same, without showing anything but its progress. <paramref name="epochEnded"/>: receives each epoch before the next begins.
    /// </summary>
    public static async Task<ExperimentResult> ResultAsync(
        string path, IReadOnlyList<JsonObject> places, bool evaluate, LeaseChoice choice, CancellationToken cancellation,
        Action<RunFolder>? prepare = null, Action<EpochRecord>? epochEnded = null)
    {
        RunFolder folder = new(Path.GetFullPath(path));
        if (!File.Exists(folder.Settings) && !File.Exists(folder.Metrics))
            throw new InputException($"{folder.Path}: holds no settings.json, so it is not the folder of a run; give a Train_N");
        using RunLock folderLock = await RunLock.TakeAsync(folder, choice.Patience, TimeProvider.System, cancellation);
        await using Screen screen = new(TimeProvider.System);
        RunConsole console = new(screen.Say);
        Move(folder, places, console, screen, cancellation);
        if (prepare is not null)
        {
            RunMove.RequireData(folder, SettingsFile.Combine(SettingsFile.Read(folder.Settings)));
            prepare(folder);
        }
        using DeviceLease lease = await TakeAsync(choice, folder.Path, () => Setting(folder), screen, cancellation);
        lease.Holder.Write(folder.Trainer);
        if (choice.Device is null) InboxNote.Announce(DataFolder.Resolve(), lease.Holder);
        return await new FolderExperiment(folder, console, screen, TimeProvider.System)
        {
            FindDevice = setting => Device(choice, setting),
            Paused = new PauseNews(DataFolder.Resolve(), folder.Path, screen.Say).Tell,
            EpochEnded = epochEnded ?? (_ => { }),
        }.RunAsync(evaluate, cancellation);
    }

    /// <summary>Takes the lease on the device asked for, or on the one that <paramref name="setting"/> names.</summary>
    public static Task<DeviceLease> TakeAsync(LeaseChoice choice, string folder, Func<string> setting, Screen screen,
        CancellationToken cancellation)
    {
        // If the lease is named, the device was chosen on purpose, whatever is reserved, and an immediate error is better than waiting.
        bool chosen = choice.Device is not null;
        string device = choice.Device ?? Named(setting());
        if (choice.IsSlurm)
            return Task.FromResult(DeviceLease.OfSlurm(new LeaseRequest(DataFolder.Resolve(), device, folder, choice.User),
                TimeProvider.System));
        return DeviceLease.TakeAsync(
            new LeaseRequest(DataFolder.Resolve(), device, folder, choice.User, IgnoreReservation: chosen),
            chosen || choice.NoWait ? TerminalRun.Briefly : null, screen.Say, TimeProvider.System, cancellation);
    }

    /// <summary>The device of a lease that was asked for, else that of the setting.</summary>
    public static TorchSharp.torch.Device Device(LeaseChoice choice, string setting)
    {
        Libtorch.Load();
        return choice is { Device: { } lease, IsSlurm: false } ? TrainerDevice.Of(lease) : ComputeDevice.Resolve(choice.Device ?? setting);
    }

    private static void Move(RunFolder folder, IReadOnlyList<JsonObject> places, RunConsole console, Screen screen,
        CancellationToken cancellation)
    {
        JsonObject given = new(places.SelectMany(part => part).GroupBy(setting => setting.Key)
            .Select(setting => KeyValuePair.Create(setting.Key, setting.Last().Value?.DeepClone())));
        if (given.Count == 0) return;
        foreach (string change in RunMove.Apply(folder, given, screen, cancellation)) console.Say(change);
    }

    private static string Named(string setting)
    {
        Libtorch.Load();
        return TrainerDevice.Lease(ComputeDevice.Resolve(setting));
    }

    private static string Setting(RunFolder folder) => SettingsFile.Combine(SettingsFile.Read(folder.Settings)).Device;
}

using Angioboard.Core.RunFolders;
using Angioboard.Jobs.CommandLine.Options;
using Angioboard.Jobs.Leases;
using TorchSharp;

namespace Angioboard.Jobs.CommandLine;

/// <summary>
/// A run that somebody starts in a terminal. It takes its device once its data is known to be good, and announces itself.
/// </summary>
internal sealed class TerminalRun(string output, LeaseChoice choice, RunConsole console, Action<string> say) : IDisposable
{
    // A trainer that was just asked to stop still holds its device for a moment.
    internal static readonly TimeSpan Briefly = TimeSpan.FromSeconds(5);

    private readonly string dataFolder = DataFolder.Resolve();
    private DeviceLease? lease;

    /// <summary>Reports when the run waits for its folder; null before there is one.</summary>
    public PauseNews? Pause { get; private set; }

    private RunLock? folderLock;

    /// <summary>Waits for the device.</summary>
    public async Task TakeDeviceAsync(torch.Device device, CancellationToken cancellation) =>
        lease = await DeviceLease.TakeAsync(
            new LeaseRequest(dataFolder, choice.Device ?? TrainerDevice.Lease(device), output, choice.User),
            choice.NoWait ? TimeSpan.Zero : null, console.Say, TimeProvider.System, cancellation);

    /// <summary>Takes the new folder and announces it to the dashboard.</summary>
    public async Task TakeFolderAsync(RunFolder folder)
    {
        folderLock = await RunLock.TakeAsync(folder, TimeProvider.System, CancellationToken.None);
        Pause = new PauseNews(dataFolder, folder.Path, say);
        lease!.HeldFor(folder.Path);
        lease.Holder.Write(folder.Trainer);
        InboxNote.Announce(dataFolder, lease.Holder);
    }

    public void Dispose()
    {
        lease?.Dispose();
        folderLock?.Dispose();
    }
}

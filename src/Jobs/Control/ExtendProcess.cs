using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Queue;

namespace Angioboard.Jobs.Control;

/// <summary>Adds epochs to a finished run in a separate process, which rewrites its checkpoints.</summary>
internal static class ExtendProcess
{
    /// <summary>Returns the run's new settings.</summary>
    /// <exception cref="InputException">The run cannot be extended, or another process is working on it.</exception>
    public static async Task<RunSettings> DoAsync(QueueSetup setup, RunFolder folder, int until, string by, CancellationToken cancellation)
    {
        await ToolProcess.RunAsync(
            setup, ["extend", folder.Path, "--until-epoch", FormattableString.Invariant($"{until}"), "--owner", by],
            $"{folder.Path}: no epochs could be added; try `angioboard resume {folder.Path} --until-epoch N`", cancellation);
        return SettingsRules.Resolve(SettingsFile.Combine(SettingsFile.Read(folder.Settings)));
    }
}

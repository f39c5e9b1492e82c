using System.Text.Json.Nodes;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Splits;
using Angioboard.Core.Files;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;

namespace Angioboard.Core.Experiments;

/// <summary>What a run's folder says of where the run came from: settings.json and split.json.</summary>
internal static class Provenance
{
    /// <summary>Writes both, the split unless it is there already.</summary>
    public static void Write(RunFolder folder, PreparedRun run, MetricsLog log)
    {
        if (!File.Exists(folder.Split))
        {
            byte[] split = SplitCopy.Read(run.Settings.Split!, run.Settings.NumClasses!.Value);
            log.Persist(() => AtomicFile.Write(folder.Split, stream => stream.Write(split)));
        }
        log.Persist(() => SettingsFile.Write(folder.Settings, run.Settings, RunEnvironment.Describe(run.Device.ToString()), new JsonObject
        {
            ["sha256"] = run.Fingerprint.Sha256,
            ["exams"] = run.Fingerprint.Exams,
            ["frames"] = run.Fingerprint.Frames,
        }));
    }

    /// <summary>Refuses to go on with other data than what the run has learnt from.</summary>
    /// <exception cref="InputException">The fingerprint is another one.</exception>
    public static void RequireSame(RunFolder folder, DataFingerprint now)
    {
        if (SettingsFile.Fingerprint(folder.Settings) is not { } then || then == now.Sha256) return;
        throw new InputException(
            $"{folder.Settings}: the data changed since the run began (fingerprint {then[..12]}, now {now.Sha256[..12]}), so the run cannot continue exactly; " +
            "restore the frames as they were (copies need the files' old times too: cp -a), or launch a new run");
    }
}

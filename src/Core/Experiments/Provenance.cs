using System.Text.Json.Nodes;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Splits;
using Angioboard.Core.Files;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;

namespace Angioboard.Core.Experiments;

/// <summary>Records where a run came from: settings.json and split.json.</summary>
internal static class Provenance
{
    /// <summary>Writes both; an existing split is kept.</summary>
    public static void Write(RunFolder folder, PreparedRun run, MetricsLog log)
    {
        if (!File.Exists(folder.Split))
        {
            byte[] split = SplitCopy.Read(run.Settings.Split!, run.Settings.NumClasses!.Value);
            log.Persist(() => AtomicFile.Write(folder.Split, stream => stream.Write(split)));
        }
        StudyPlace? study = File.Exists(folder.Settings) ? StudyPlace.Read(folder.Settings) : null;
        log.Persist(() => SettingsFile.Write(folder.Settings, run.Settings, RunEnvironment.Describe(run.Device.ToString()), new JsonObject
        {
            ["sha256"] = run.Fingerprint.Sha256,
            ["exams"] = run.Fingerprint.Exams,
            ["frames"] = run.Fingerprint.Frames,
        }, study));
    }

    /// <summary>Refuses to continue with data that differs from what the run was trained on.</summary>
    /// <exception cref="InputException">The fingerprint differs.</exception>
    public static void RequireSame(RunFolder folder, DataFingerprint now)
    {
        if (SettingsFile.Fingerprint(folder.Settings) is not { } then || then == now.Sha256) return;
        throw new InputException(
            $"{folder.Settings}: the data changed since the run began (fingerprint {then[..12]}, now {now.Sha256[..12]}), so the run "
                + $"cannot continue exactly; " +
            "restore the frames as they were (copies need the files' old times too: cp -a), or launch a new run");
    }
}

using Angioboard.Core;
using Angioboard.Core.Evaluation.Calibrating;
using Angioboard.Core.RunFolders;

namespace Angioboard.Jobs.Reading;

/// <summary>Reads runs' calibration.json. Files that have not changed are only read once.</summary>
/// <param name="kept">The number of files kept.</param>
internal sealed class RunCalibrations(int kept)
{
    private readonly FileCache<RunCalibration?> files = new(kept, CalibrationFile.Find);

    /// <summary>A run's calibration; null where there is none or it cannot be read.</summary>
    /// <param name="runFolder">The run's folder.</param>
    /// <param name="problems">Receives why it cannot be read.</param>
    public RunCalibration? Find(string runFolder, List<string> problems)
    {
        string path = new RunFolder(runFolder).Calibration;
        if (!File.Exists(path)) return null;
        try
        {
            return files.Get(path);
        }
        catch (InputException e)
        {
            problems.AddRange(e.Problems);
            return null;
        }
    }
}

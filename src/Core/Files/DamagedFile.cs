namespace Angioboard.Core.Files;

/// <summary>Reports damaged files.</summary>
internal static class DamagedFile
{
    /// <summary>One line with the remedy.</summary>
    public static InputException Report(string path, string what, Exception? cause = null)
    {
        string problem = $"{path}: {what}; the file is damaged, so copy, download or save it again";
        return cause is null ? new InputException(problem) : new InputException(problem, cause);
    }
}

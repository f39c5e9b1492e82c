namespace Angioboard.Core.Files;

/// <summary>How files that are not what they were when written are reported.</summary>
internal static class DamagedFile
{
    /// <summary>One line with the remedy.</summary>
    public static InputException Report(string path, string what, Exception? cause = null)
    {
        string problem = $"{path}: {what}; the file is damaged, so copy, download or save it again";
        return cause is null ? new InputException(problem) : new InputException(problem, cause);
    }
}

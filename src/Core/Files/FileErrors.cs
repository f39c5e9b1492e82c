namespace Angioboard.Core.Files;

/// <summary>The errors with which .NET reports a file or folder that the system refuses.</summary>
public static class FileErrors
{
    /// <summary>Whether an error is the system's about a file or folder.</summary>
    public static bool Is(Exception e) => e is IOException or UnauthorizedAccessException;
}

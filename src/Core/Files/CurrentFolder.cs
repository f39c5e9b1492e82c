namespace Angioboard.Core.Files;

/// <summary>The folder that relative paths count from.</summary>
public static class CurrentFolder
{
    /// <summary>Makes sure that there is one: it may have been deleted since the caller changed to it, and neither paths nor libraries work without.</summary>
    /// <exception cref="InputException">It is gone.</exception>
    public static void Require()
    {
        try
        {
            _ = Directory.GetCurrentDirectory();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the current folder is gone or cannot be read: change to another one (cd) and start again", e);
        }
    }
}

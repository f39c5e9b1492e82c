namespace Angioboard.Core.Files;

/// <summary>The current folder, the base of relative paths.</summary>
public static class CurrentFolder
{
    /// <summary>Checks that it exists: it may have been deleted, and neither paths nor libraries work without it.</summary>
    /// <exception cref="InputException">It does not exist or cannot be read.</exception>
    public static void Require()
    {
        try
        {
            _ = Directory.GetCurrentDirectory();
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            throw new InputException("the current folder is gone or cannot be read: change to another one (cd) and start again", e);
        }
    }
}

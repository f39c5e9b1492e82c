using Angioboard.Core.Files.Opening;

namespace Angioboard.Core.Files;

/// <summary>Opens files named by users.</summary>
internal static class InputFile
{
    /// <summary>Opens for reading, while others may read or replace it.</summary>
    /// <exception cref="InputException">It is not there, is a folder or a pipe, or may not be read.</exception>
    public static FileStream Open(string path)
    {
        if (Directory.Exists(path)) throw new InputException($"{path}: is a folder; name the file within it");
        try
        {
            return SafeOpen.Read(path, OpenRule.Named);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: there is no such file; check the path", e);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            throw new InputException(SystemFault.Line(path, e, "check its permissions"), e);
        }
    }
}

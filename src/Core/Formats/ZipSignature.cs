namespace Angioboard.Core.Formats;

/// <summary>What the parts of a zip file start with (PKWARE's APPNOTE 6.3).</summary>
internal static class ZipSignature
{
    public const uint LocalHeader = 0x04034b50;
    public const uint DirectoryEntry = 0x02014b50;
    public const uint DirectoryEnd = 0x06054b50;
    public const uint Zip64DirectoryEnd = 0x06064b50;
    public const uint Zip64Locator = 0x07064b50;

    /// <summary>The extra field of 64-bit sizes and offsets.</summary>
    public const ushort Zip64Extra = 1;
}

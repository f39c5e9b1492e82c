namespace Angioboard.Core.Formats;

/// <summary>A file within a zip file, as the zip's directory has it.</summary>
/// <param name="Name">Its path.</param>
/// <param name="Deflated">Compressed; else stored as it is.</param>
/// <param name="StoredLength">Bytes it takes in the zip.</param>
/// <param name="Length">Bytes it has.</param>
/// <param name="HeaderOffset">Where its local header starts.</param>
internal sealed record ZipRecord(string Name, bool Deflated, long StoredLength, long Length, long HeaderOffset);

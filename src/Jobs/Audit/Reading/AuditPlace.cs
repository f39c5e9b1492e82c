using System.Globalization;

namespace Angioboard.Jobs.Audit.Reading;

/// <summary>A place in the audit log: entries before it are older.</summary>
/// <param name="Month">The file's name without its extension, such as <c>2026-11</c>.</param>
/// <param name="Offset">Bytes from the start of the file.</param>
public sealed record AuditPlace(string Month, long Offset)
{
    /// <summary>Reads what <see cref="ToString"/> wrote; null if it is something else.</summary>
    public static AuditPlace? Parse(string? text) =>
        text?.Split(':') is [{ Length: 7 } month, var offset]
            && long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out long at) ? new AuditPlace(month, at) : null;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Month}:{Offset}");
}

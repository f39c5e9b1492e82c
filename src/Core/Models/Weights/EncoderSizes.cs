namespace Angioboard.Core.Models.Weights;

/// <summary>What the shapes of a vision transformer's weights tell of it: all but its attention heads.</summary>
/// <param name="Dim">Width of the token embeddings.</param>
/// <param name="Patch">Side of a patch, pixels.</param>
/// <param name="Depth">Blocks.</param>
internal sealed record EncoderSizes(long Dim, long Patch, int Depth)
{
    /// <summary>The named backbone of these sizes, if there is one.</summary>
    public BackboneSpec? Named => BackboneSpec.Named.FirstOrDefault(Fits);

    /// <summary>Whether a backbone has these sizes.</summary>
    public bool Fits(BackboneSpec spec) => spec.Dim == Dim && spec.Patch == Patch && spec.Depth == Depth;

    /// <summary>By timm's names; null where the weights are not those of such a transformer.</summary>
    /// <param name="shape">A weight's shape, or null.</param>
    /// <param name="names">All names.</param>
    public static EncoderSizes? Of(Func<string, long[]?> shape, IEnumerable<string> names) =>
        shape("patch_embed.proj.weight") is [var dim, _, var patch, var width] && patch == width && Blocks(names) is > 0 and var depth
            ? new EncoderSizes(dim, patch, depth)
            : null;

    /// <summary>As a setting would name it.</summary>
    public override string ToString() => $"dim {Dim}, patch {Patch}, depth {Depth}{(Named is { } named ? $" ({named.Name})" : "")}";

    private static int Blocks(IEnumerable<string> names) => names.Count(name =>
        name.Split('.') is ["blocks", var block, "norm1", "weight"] && block.All(char.IsAsciiDigit));
}

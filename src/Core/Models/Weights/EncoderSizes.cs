namespace Angioboard.Core.Models.Weights;

/// <summary>Sizes of a vision transformer read from its weights' shapes: everything except the number of attention heads.</summary>
/// <param name="Dim">Width of the token embeddings.</param>
/// <param name="Patch">Side of a patch, pixels.</param>
/// <param name="Depth">Blocks.</param>
internal sealed record EncoderSizes(long Dim, long Patch, int Depth)
{
    /// <summary>The named backbone of these sizes, if there is one.</summary>
    public BackboneSpec? Named => BackboneSpec.Named.FirstOrDefault(Fits);

    /// <summary>Whether a backbone has these sizes.</summary>
    public bool Fits(BackboneSpec spec) => spec.Dim == Dim && spec.Patch == Patch && spec.Depth == Depth;

    /// <summary>Reads the sizes by timm's names; null if the weights are not those of such a transformer.</summary>
    /// <param name="shape">A weight's shape, or null.</param>
    /// <param name="names">All names.</param>
    public static EncoderSizes? Of(Func<string, long[]?> shape, IEnumerable<string> names) =>
        shape("patch_embed.proj.weight") is [var dim, _, var patch, var width] && patch == width && Blocks(names) is > 0 and var depth
            ? new EncoderSizes(dim, patch, depth)
            : null;

    /// <summary>In the form of the setting.</summary>
    public override string ToString() => $"dim {Dim}, patch {Patch}, depth {Depth}{(Named is { } named ? $" ({named.Name})" : "")}";

    private static int Blocks(IEnumerable<string> names) => names.Count(name =>
        name.Split('.') is ["blocks", var block, "norm1", "weight"] && block.All(char.IsAsciiDigit));
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Angioboard.Core.Models;

/// <summary>The shape of a vision transformer.</summary>
/// <param name="Name">The name used in the setting: timm's name, or <c>vit(img=…,patch=…,dim=…,depth=…,heads=…)</c>.</param>
/// <param name="ImageSize">Side of the square input, pixels.</param>
/// <param name="Patch">Side of a patch, pixels.</param>
/// <param name="Dim">Width of the token embeddings.</param>
/// <param name="Depth">Number of transformer blocks.</param>
/// <param name="Heads">Attention heads per block.</param>
public sealed partial record BackboneSpec(string Name, int ImageSize, int Patch, int Dim, int Depth, int Heads)
{
    /// <summary>The named backbones, with timm's names (Steiner et al., arXiv:2106.10270).</summary>
    public static IReadOnlyList<BackboneSpec> Named { get; } =
    [
        new("vit_tiny_patch16_224.augreg_in21k", 224, 16, 192, 12, 3),
        new("vit_small_patch16_224.augreg_in21k", 224, 16, 384, 12, 6),
        new("vit_base_patch16_224.augreg_in21k", 224, 16, 768, 12, 12),
        new("vit_large_patch16_224", 224, 16, 1024, 24, 16),
    ];

    /// <summary>Whether it is one of <see cref="Named"/>, which have pretrained weights on the hub.</summary>
    public bool IsNamed => Named.Any(spec => spec.Name == Name);

    /// <summary>Patches in a frame of side <see cref="ImageSize"/>.</summary>
    public int Patches => ImageSize / Patch * (ImageSize / Patch);

    /// <summary>The spec that a setting names.</summary>
    /// <exception cref="InputException">The name is unknown or the shape is inconsistent.</exception>
    public static BackboneSpec Parse(string name)
    {
        if (Named.FirstOrDefault(spec => spec.Name == name) is { } named) return named;
        Match match = Custom().Match(name);
        if (!match.Success)
        {
            throw new InputException($"backbone: {name} is not known; use {string.Join(", ", Named.Select(n => n.Name))} " +
                "or a shape such as vit(img=32,patch=8,dim=48,depth=2,heads=3)");
        }

        int[] v = [.. match.Groups.Cast<Group>().Skip(1).Select(g => int.Parse(g.Value, CultureInfo.InvariantCulture))];
        BackboneSpec custom = new(name, v[0], v[1], v[2], v[3], v[4]);
        if (v.Any(n => n < 1) || custom.ImageSize % custom.Patch != 0 || custom.Dim % custom.Heads != 0)
            throw new InputException($"backbone: {name}: every number must be 1 or more, img a multiple of patch, dim a multiple of heads");
        return custom;
    }

    /// <summary>The same backbone for frames of another size.</summary>
    /// <exception cref="InputException">The size is not a multiple of the patch.</exception>
    public BackboneSpec WithImageSize(int size) => size >= Patch && size % Patch == 0
        ? this with { ImageSize = size }
        : throw new InputException($"image_size: {size} is not a multiple of the backbone's patch, {Patch}");

    [GeneratedRegex(@"\Avit\(img=(\d{1,5}),\s*patch=(\d{1,5}),\s*dim=(\d{1,5}),\s*depth=(\d{1,5}),\s*heads=(\d{1,5})\)\z")]
    private static partial Regex Custom();
}

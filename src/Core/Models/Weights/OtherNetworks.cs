using System.IO.Enumeration;

namespace Angioboard.Core.Models.Weights;

/// <summary>Identifies weights of other architectures, for messages. docs/weights.md lists them.</summary>
internal static class OtherNetworks
{
    /// <summary>What names indicate, with the names; <c>*</c> stands for any characters.</summary>
    public static IReadOnlyList<(string What, string[] Names)> Signs { get; } =
    [
        ("DINOv2's blocks in chunks, of a model made without block_chunks=0", ["*blocks.*.*.norm1.*"]),
        ("LayerScale", ["*.ls1.*", "*.ls2.*", "*.gamma_1", "*.gamma_2"]),
        ("register tokens", ["*reg_token", "*register_tokens"]),
        ("norms of queries and keys", ["*.q_norm.*", "*.k_norm.*"]),
        ("BEiT's relative positions and biases", ["*relative_position*", "*rel_pos*", "*.q_bias", "*.v_bias"]),
        ("DeiT's distillation token", ["*dist_token", "*head_dist.*"]),
        ("a norm before the blocks", ["*norm_pre.*"]),
        ("a gated MLP", ["*.mlp.w12.*", "*.mlp.w3.*", "*.mlp.fc1_g.*", "*.mlp.fc1_x.*"]),
        ("names of Hugging Face's transformers, not timm's",
            ["*embeddings.cls_token", "*embeddings.patch_embeddings.*", "*encoder.layer.*"]),
        ("torchvision's names, not timm's", ["*conv_proj.*", "*encoder.layers.encoder_layer_*"]),
        ("OpenAI CLIP's names, not timm's", ["*visual.class_embedding", "*visual.transformer.*"]),
        ("a ResNet", ["*layer1.0.conv1.*"]),
        ("other num_layers or bidirectional than the settings'", ["gru.*_l*"]),
    ];

    /// <summary>What the first known name indicates; null if none is known.</summary>
    public static string? Tell(IReadOnlyCollection<string> names) => Signs
        .FirstOrDefault(sign =>
            sign.Names.Any(pattern => names.Any(name => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false)))).What;
}

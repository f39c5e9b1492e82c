using Angioboard.Core.Models.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Models.Weights;

public sealed class WeightNamesTests : IDisposable
{
    private static readonly string[] Encoder =
        ["cls_token", "pos_embed", "patch_embed.proj.weight", "blocks.0.norm1.weight", "norm.weight"];
    private static readonly string[] Whole =
        [.. Encoder.Select(name => $"backbone.{name}"), "gru.weight_hh_l0", "gru.weight_ih_l0", "classifier.weight"];

    private readonly DisposeScope scope = NewDisposeScope();

    [Theory]
    [InlineData("")]
    [InlineData("module.")]
    [InlineData("_orig_mod.")]
    [InlineData("model.")]
    [InlineData("module._orig_mod.")]
    [InlineData("model._orig_mod.module.backbone.")]
    [InlineData("encoder.")]
    [InlineData("teacher.backbone.")]
    [InlineData("module.base_encoder.")]
    public void Any_chain_of_wrapper_names_is_removed_from_an_encoder(string prefix)
    {
        WeightNames names = WeightNames.Encoder(Tensors(Encoder.Select(name => prefix + name)), "file.pth");

        Assert.Equal(Encoder, names.Inside.Keys);
        Assert.Equal(Encoder.Select(name => prefix + name), names.Inside.Values.Select(weight => weight.Name));
        Assert.Empty(names.Beside);
    }

    [Theory]
    [InlineData("", "backbone.")]
    [InlineData("module.", "module.backbone.")]
    [InlineData("model._orig_mod.", "model._orig_mod.backbone.")]
    [InlineData("", "backbone._orig_mod.")]
    [InlineData("net.", "net.backbone.model.")]
    [InlineData("", "_orig_mod.backbone.module.vit.")]
    public void Wrapper_names_are_removed_from_a_whole_model_and_its_backbone(string prefix, string backbone)
    {
        IEnumerable<string> wrapped =
            Whole.Select(name => name.StartsWith("backbone.", StringComparison.Ordinal)
                ? backbone + name["backbone.".Length..]
                : prefix + name);

        WeightNames names = WeightNames.Whole(Tensors(wrapped), "file.ckpt");

        Assert.Equal(Whole.Order(), names.Inside.Keys.Order());
        Assert.Empty(names.Beside);
    }

    [Fact]
    public void Wrapper_names_inside_names_are_removed()
    {
        WeightNames names = WeightNames.Encoder(
            Tensors(["cls_token", "blocks.0._checkpoint_wrapped_module.norm1.weight", "blocks.1._orig_mod.norm1.weight"]), "file.pth");

        Assert.Equal(["cls_token", "blocks.0.norm1.weight", "blocks.1.norm1.weight"], names.Inside.Keys);
    }

    [Fact]
    public void Weights_outside_the_wrapper_keep_their_names()
    {
        WeightNames names =
            WeightNames.Encoder(
                Tensors([.. Encoder.Select(name => $"model.backbone.{name}"), "model.gru.weight_hh_l0", "train_loss.weight"]), "file.ckpt");

        Assert.Equal(["gru.weight_hh_l0", "train_loss.weight"], names.Beside.Select(beside => beside.Key));
        Assert.Equal(["model.gru.weight_hh_l0", "train_loss.weight"], names.Beside.Select(beside => beside.Value.Name));
    }

    [Theory]
    [InlineData("teacher.", "student.")]
    [InlineData("model_ema.module.", "model.")]
    public void Averaged_weights_are_the_default_even_if_only_names_distinguish_them(string averaged, string raw)
    {
        Dictionary<string, Tensor> both = Tensors(Encoder.Select(name => raw + name).Concat(Encoder.Select(name => averaged + name)));

        WeightNames first = WeightNames.Encoder(both, "file.pth"), asked = WeightNames.Encoder(both, "file.pth", WeightsChoice.Raw);

        Assert.Equal(averaged + "cls_token", first.Inside["cls_token"].Name);
        Assert.NotNull(first.Averaged);
        Assert.Equal(raw + "cls_token", asked.Inside["cls_token"].Name);
        Assert.Null(asked.Averaged);
    }

    [Fact]
    public void Two_weights_with_the_same_name_are_refused()
    {
        InputException refusal =
            Assert.Throws<InputException>(() => WeightNames.Encoder(Tensors(["cls_token", "module.cls_token"]), "file.pth"));

        Assert.StartsWith("file.pth: cls_token and module.cls_token both become cls_token without their prefixes", refusal.Message,
            StringComparison.Ordinal);
    }

    public void Dispose() => scope.Dispose();

    private static Dictionary<string, Tensor> Tensors(IEnumerable<string> names) => names.ToDictionary(name => name, _ => zeros(1));
}

/**
 * Text that specs have in common, handed to deflate before a spec's own, so that a short spec need not say it. What
 * is most common stands last, where references to it are shortest. It is a part of the format: another text here is
 * another version of it.
 */
export const dictionary =
  "/blocks.json,.csv,convNCHWOIHWkernelpaddingsamechannelsmaxPool2ddropoutrateflattenbatchNormlayerNorm" +
  "transposereshapebroadcastToconcatslicegathersizesumminmaxprodaxes" +
  "uniformnormalglorotheorthogonaltruncatedNormalscalesource" +
  "softplusgeluswishleakyReluelureluidentityexplogsqrtsquareabsnegatedividesubtractmultiplyaddmatmulaffinenorm" +
  '"profile":"default","use":{"vary":{"write":{"watch":{"metrics":["train/*","loss","accuracy"]},"every":{"steps":' +
  '"histograms":["checkpoints":{"epochs":"phases":true' +
  '"repeat":"carry":"scan":"collect":"share":true,"args":{"type":"integer","minimum":1},"default":{"$arg":"' +
  '"buffers":{"constants":{"value":"fit":"mean","fit":"deviation","stream":"trainable":false' +
  '"generator":"spiral","moons","circles","gaussians","blobs","sine","xor","perClass":100,"noise":0.1,' +
  '"csv":"","columns":{"x":["","y":""},"labels":["encode":{"y":"oneHot"},"missing":["","NA"],"onBadRow":"skip",' +
  '"split":{"train":0.8,"validation":0.2,"test":0.2,"stratify":"y"}},' +
  '"freeze":["decay":0.9,"momentum","beta1":0.9,"beta2":0.999,"epsilon":1e-8,"clipByGlobalNorm","chain":[' +
  '"schedule":"cosine","from":0.01,"to":0,"steps":"constant","step","batch":{"size":"single"},' +
  '"patience":20,"minDelta":0,"direction":"maximise","parameterChange":' +
  '"op":"squaredError","in":["f","y"],"scale":1,"reduction":"sum"},"ord":"fro"}' +
  '"op":"binaryCrossEntropy","in":["yhat","y"],"reduction":"mean"},"op":"softmax","op":"logSoftmax",' +
  '"scaled":{"block":"standardise","in":["x"]},"block":"mlp","widths":["block":"cell","h0",' +
  '{"gradient":"","of":"loss","at":"start","equals":[["tolerance":1e-8,"why":"' +
  '{"value":"loss","at":"start","equals":' +
  '{"$schema":"{"chainrule":1,"name":"","doc":"","seed":0,"dtype":"float64","plugins":{"dims":{"blocks":{"' +
  '"model":{"inputs":{"x":{"shape":["N",2]},"y":{"shape":["N"],"dtype":"int32","classes":3,"doc":"' +
  '"x":{"shape":["N",2]},"y":{"shape":["N",1]}},"params":{"W1":{"shape":["W2":{"shape":["b":{"shape":[],"value":[[0.' +
  '"init":"zeros"},"w":{"shape":[],"value":0},"nodes":{' +
  '"h":{"op":"tanh","in":["u2":{"op":"sigmoid","in":["u1"]},"u3":{"op":"matmul","in":["u2","W2"]},' +
  '"hidden":{"block":"dense","in":["x"],"units":4,"activation":{"op":"leakyRelu","alpha":0.1,"form":"multiply"}},' +
  '"hidden":{"block":"dense","in":["x"],"units":8,"activation":"tanh"},' +
  '"logits":{"block":"dense","in":["hidden"],"units":3},"logit":{"block":"dense","in":["hidden"],"units":1},' +
  '"p":{"op":"sigmoid","in":["logit"]},' +
  '"loss":{"op":"softmaxCrossEntropy","in":["logits","y"],"target":"index","reduction":"mean"},' +
  '"accuracy":{"op":"accuracy","in":["logits","y"]}},' +
  '"loss":{"op":"binaryCrossEntropyWithLogits","in":["logit","y"],"reduction":"mean"},' +
  '"accuracy":{"op":"binaryAccuracy","in":["p","y"]}},' +
  '"outputs":{"prediction":"logits","loss":"loss","accuracy":"accuracy"}},' +
  '"data":{"examples":{"x":[[0,0],[0,1],[1,0],[1,1]],"y":[[0],[1],[1],[0]]}},' +
  '"train":{"minimise":"loss","batch":{"size":"full"},"batch":{"size":32},' +
  '"optimiser":{"type":"sgd","lr":0.1},"optimiser":{"type":"adam","lr":0.01},"stop":[{"steps":1000}]},"stop":[{"epochs":200}]},' +
  '"expect":[{"metric":"train/accuracy","at":"end","equals":1},{"metric":"test/accuracy","at":"end","above":0.9},' +
  '{"metric":"train/loss","at":"end","below":0.05}]}';
